// Stands in for the server's end of a call: a second peer in the same page that answers the offer and hums.
// It is put into the page by the development server and by the scripts that take pictures.
(() => {
  const realFetch = window.fetch.bind(window);
  let other = null;
  window.fetch = async (input, init) => {
    const request = input instanceof Request ? input : new Request(input, init);
    const { pathname } = new URL(request.url);
    const isTalk = /\/api\/v1\/voice-agents\/[^/]+\/talks$/.test(pathname);
    if (request.method !== "POST" || !(isTalk || /\/api\/v1\/(rooms|seats)\/[^/]+\/join$/.test(pathname))) return realFetch(input, init);
    const asked = await request.clone().json();
    const sdp_offer = isTalk ? asked.sdp : asked.sdp_offer;
    // Where the audio stays with a carrier, there is nothing to answer.
    if (!sdp_offer) return realFetch(request);
    const response = await realFetch(request);
    if (!response.ok) return response;
    const joined = await response.json();
    other?.close();
    other = new RTCPeerConnection();
    const context = new AudioContext();
    const gain = new GainNode(context, { gain: 0.02 });
    const hum = new OscillatorNode(context, { frequency: 220 });
    const out = context.createMediaStreamDestination();
    hum.connect(gain).connect(out);
    hum.start();
    await other.setRemoteDescription({ type: "offer", sdp: sdp_offer });
    other.addTrack(out.stream.getAudioTracks()[0], out.stream);
    await other.setLocalDescription(await other.createAnswer());
    await new Promise((done) => {
      if (other.iceGatheringState === "complete") done();
      other.onicegatheringstatechange = () => other.iceGatheringState === "complete" && done();
      setTimeout(done, 1_000);
    });
    return new Response(JSON.stringify({ ...joined, [isTalk ? "sdp" : "sdp_answer"]: other.localDescription.sdp }), { status: 200, headers: { "Content-Type": "application/json" } });
  };
})();
