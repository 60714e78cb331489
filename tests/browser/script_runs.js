// Watches Streamlit's conversation with its server: which runs were asked for, and which are answered.
// What the page's own attribute tells comes late and, when the answer is quick, not at all.
(() => {
  const runs = { asked: 0, askedAt: 0, answeredAt: -1, changedAt: 0 };
  window.scriptRuns = runs;
  const RERUN_SCRIPT = (11 << 3) | 2; // the first byte of such a message, BackMsg.proto
  const SCRIPT_FINISHED = 6; // a field's number, ForwardMsg.proto
  const BEGINS_AGAIN = 2; // FINISHED_EARLY_FOR_RERUN
  const LONGEST = 400; // one that tells of an end is short

  const finished = (bytes) => {
    let at = 0;
    const number = () => {
      let value = 0;
      for (let shift = 0; at < bytes.length; shift += 7) {
        const byte = bytes[at++];
        value += (byte & 127) * 2 ** shift;
        if (byte < 128) break;
      }
      return value;
    };
    while (at < bytes.length) {
      const tag = number();
      if (tag % 8 !== 0 && tag % 8 !== 2) return false;
      const content = number(); // the field's number, or how many bytes it takes
      if (tag % 8 === 2) at += content;
      else if (tag >> 3 === SCRIPT_FINISHED) return content !== BEGINS_AGAIN;
    }
    return false;
  };

  window.WebSocket = class extends window.WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        if (data instanceof ArrayBuffer && data.byteLength <= LONGEST && finished(new Uint8Array(data)))
          runs.answeredAt = performance.now();
      });
    }
    send(data) {
      if (data instanceof Uint8Array && data[0] === RERUN_SCRIPT) {
        runs.asked += 1;
        runs.askedAt = performance.now();
      }
      super.send(data);
    }
  };
  new MutationObserver(() => { runs.changedAt = performance.now(); }).observe(
    document, { childList: true, characterData: true, subtree: true });
})();
