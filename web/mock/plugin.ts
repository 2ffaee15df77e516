import { readFileSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";

import type { Plugin } from "vite";
import { WebSocketServer } from "ws";

import { answer } from "./routes.ts";
import { World } from "./world.ts";

/** Serves a made-up API beside the page, so that the interface can be worked on without the server. */
export function mockServer(): Plugin {
  const world = new World(Number(process.env.MOCK_ROWS ?? 40));
  const handle = (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    // The policy of the true server, so that a violation shows up here first.
    response.setHeader("Content-Security-Policy", POLICY);
    if (!request.url?.startsWith("/api/") && !request.url?.startsWith("/__mock/")) return next();
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => answer(world, request, response, Buffer.concat(parts).toString("utf8")));
  };
  return {
    name: "outdial-mock",
    // A call needs somebody at the other end; the page itself is none the wiser.
    transformIndexHtml: () => [{ tag: "script", children: readFileSync(new URL("./loopback.js", import.meta.url), "utf8"), injectTo: "head-prepend" }],
    configureServer(server) {
      // The development server itself needs inline scripts and styles.
      server.middlewares.use((request, response, next) => {
        handle(request, response, next);
        response.removeHeader("Content-Security-Policy");
      });
      if (server.httpServer) serveLive(world, server.httpServer as Server);
    },
    configurePreviewServer(server) {
      server.middlewares.use(handle);
      serveLive(world, server.httpServer as Server);
    },
  };
}

function serveLive(world: World, server: Server): void {
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    if (!request.url?.startsWith("/api/v1/live")) return;
    sockets.handleUpgrade(request, socket, head, (client) => {
      const stop = world.watch((message) => client.send(JSON.stringify(message)));
      const beat = setInterval(() => client.send(JSON.stringify({ type: "ping", at: new Date().toISOString() })), 5_000);
      client.on("close", () => {
        stop();
        clearInterval(beat);
      });
    });
  });
  const timer = setInterval(() => world.tick(), 900);
  server.on("close", () => clearInterval(timer));
}

const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
