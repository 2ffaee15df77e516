// Shows the OpenAPI document. Text enters the page as text nodes only.

const METHODS = ["get", "post", "put", "patch", "delete"];
const operations = document.getElementById("operations");
const state = document.getElementById("state");

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** A short picture of a schema: `{ id: string, calls: [Call] }`; named schemas are opened to a depth. */
function picture(schema, document_, depth = 0) {
  if (!schema) return "";
  if (schema.$ref) {
    const name = schema.$ref.split("/").pop();
    return depth > 3 ? name : picture(document_.components.schemas[name], document_, depth);
  }
  const choice = schema.oneOf ?? schema.anyOf;
  if (choice) return choice.map((one) => picture(one, document_, depth + 1)).join(" | ");
  if (schema.allOf) return schema.allOf.map((one) => picture(one, document_, depth)).join(" & ");
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  const type = [schema.type ?? "any"].flat();
  if (type.includes("array")) return `[${picture(schema.items, document_, depth + 1)}]`;
  if (type.includes("object") && schema.properties) {
    const required = new Set(schema.required ?? []);
    const indent = "  ".repeat(depth + 1);
    const lines = Object.entries(schema.properties).map(([key, value]) => {
      const about = value.description ? `  // ${value.description.split("\n")[0]}` : "";
      return `${indent}${key}${required.has(key) ? "" : "?"}: ${picture(value, document_, depth + 1)}${about}`;
    });
    return `{\n${lines.join("\n")}\n${"  ".repeat(depth)}}`;
  }
  return type.join(" | ");
}

function bodies(content, document_) {
  return Object.entries(content ?? {}).flatMap(([type, { schema }]) => [
    element("p", {}, element("code", {}, type)),
    element("pre", {}, picture(schema, document_)),
  ]);
}

function parameters(list) {
  const rows = list.map((parameter) =>
    element(
      "tr",
      {},
      element("td", {}, element("code", {}, parameter.name)),
      element("td", {}, parameter.in),
      element("td", {}, parameter.description ?? ""),
    ),
  );
  return element("table", {}, element("tbody", {}, ...rows));
}

function describe(method, path, operation, document_) {
  const inside = element("div");
  if (operation.description) inside.append(element("p", {}, operation.description));
  if (operation.parameters?.length) {
    inside.append(element("h3", {}, "Parameters"), parameters(operation.parameters));
  }
  if (operation.requestBody) {
    inside.append(element("h3", {}, "Request"), ...bodies(operation.requestBody.content, document_));
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    if (status === "default") continue;
    inside.append(element("h3", {}, `${status} ${response.description ?? ""}`));
    inside.append(...bodies(response.content, document_));
  }
  const what = operation.summary ?? operation.description?.split("\n")[0] ?? "";
  const summary = element(
    "summary",
    {},
    element("span", { class: "method" }, method.toUpperCase()),
    element("code", {}, path),
    element("span", { class: "what" }, what),
  );
  return element("details", { "data-find": `${method} ${path} ${what}`.toLowerCase() }, summary, inside);
}

function show(document_) {
  document.getElementById("about").textContent = document_.info.description;
  const byTag = new Map();
  for (const [path, item] of Object.entries(document_.paths)) {
    for (const method of METHODS) {
      if (!item[method]) continue;
      const tag = item[method].tags?.[0] ?? "Other";
      if (!byTag.has(tag)) byTag.set(tag, []);
      byTag.get(tag).push(describe(method, path, item[method], document_));
    }
  }
  for (const [tag, nodes] of byTag) {
    operations.append(element("section", {}, element("h2", {}, tag), ...nodes));
  }
  state.textContent = `Version ${document_.info.version}`;
}

document.getElementById("filter").addEventListener("input", (event) => {
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const node of operations.querySelectorAll("details")) {
    node.hidden = !words.every((word) => node.dataset.find.includes(word));
  }
});

fetch("/api/v1/openapi.json")
  .then((answer) => answer.json())
  .then(show)
  .catch(() => {
    state.textContent = "The OpenAPI document could not be loaded.";
  });
