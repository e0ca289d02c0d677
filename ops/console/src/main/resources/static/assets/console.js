// Comfort alone: every page can be read without this.

for (const command of document.querySelectorAll(".command")) {
  const button = command.querySelector("button");
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(command.querySelector("code").textContent);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
}

for (const button of document.querySelectorAll("button.print")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The page Now: the server sends its content again whenever it has changed. A stream does not keep a session alive, so it
// ends when the session would.
const live = document.getElementById("live");
if (live) {
  const stream = new EventSource(live.dataset.stream);
  const now = document.getElementById("now");
  const say = (text) => (live.textContent = text);
  stream.addEventListener("now", (event) => {
    say("live");
    live.classList.add("on");
    if (!now.contains(document.activeElement)) now.innerHTML = event.data;
  });
  const end = (text) => {
    stream.close();
    live.classList.remove("on");
    say(text);
  };
  stream.addEventListener("end", () => end("Not live any more. Reload the page."));
  stream.addEventListener("error", () => end("The connection was lost. Reload the page."));
}

// Replays that go on: their cards are asked for again, unless somebody writes in one of them.
const replays = document.getElementById("replays");
if (replays && replays.dataset.moving === "true") {
  let left = 300; // ten minutes: a page that lies open must not keep a session alive
  const again = setInterval(async () => {
    if (--left < 0) return clearInterval(again);
    const shown = document.getElementById("replays");
    if (shown.contains(document.activeElement)) return;
    const answer = await fetch("/dead-letters/replays", { redirect: "error" }).catch(() => null);
    if (!answer || !answer.ok) return clearInterval(again);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("replays");
    shown.replaceWith(next);
    if (next.dataset.moving !== "true") clearInterval(again);
  }, 2000);
}
