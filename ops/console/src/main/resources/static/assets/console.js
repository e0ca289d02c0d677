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
