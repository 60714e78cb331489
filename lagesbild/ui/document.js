// Stands in the document itself, before Streamlit: what none of its pages can do.
(() => {
  const presenting = () => document.querySelector('[class*="st-key-presentera-"]');
  const isWriting = (place) => place.closest?.("input, textarea, select, [contenteditable]");

  // A browser lets only an act of the visitor's own fill the screen.
  const fillScreen = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  };

  // Who opens the notes in the room writes at once.
  const focusWhenThere = (selector, tries = 40) => {
    const found = document.querySelector(selector);
    if (found) found.focus();
    else if (tries > 0) setTimeout(focusWhenThere, 50, selector, tries - 1);
  };

  // While a tab's content is on its way Streamlit shuts the tab for a moment, and the focus falls out of it.
  const backToTab = (words, tries = 100) => {
    if (document.activeElement !== document.body) return;
    const open = document.querySelectorAll('[role="tab"][aria-selected="true"][tabindex="0"]');
    const found = [...open].find((tab) => tab.textContent === words);
    if (found) found.focus({ preventScroll: true });
    else if (tries > 0) setTimeout(backToTab, 50, words, tries - 1);
  };

  let byKeyboard = false;
  document.addEventListener("keydown", () => { byKeyboard = true; }, true);
  document.addEventListener("pointerdown", () => { byKeyboard = false; }, true);
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (byKeyboard && !relatedTarget && target.matches?.('[role="tab"]')) setTimeout(backToTab, 0, target.textContent);
  });

  // Streamlit names its logo in English for those who hear the page; a phone draws it anew with its menu.
  const nameLogo = () => {
    for (const logo of document.querySelectorAll('[data-testid="stLogoLink"]:not([aria-label^="Till"])')) {
      logo.setAttribute("aria-label", "Till startsidan");
    }
  };
  const whenThere = new MutationObserver(nameLogo);
  document.addEventListener("DOMContentLoaded", () => whenThere.observe(document.body, { childList: true, subtree: true }));

  document.addEventListener("click", (event) => {
    const place = event.target;
    if (place.closest?.("#hoppa")) {
      event.preventDefault();
      document.getElementById("stMain")?.focus({ preventScroll: true });
    }
    if (place.closest?.(".st-key-hela-skarmen button")) fillScreen();
    if (place.closest?.(".st-key-rum-anteckning-knapp button, .st-key-rum-beslut-knapp button")) focusWhenThere(".st-key-rum-anteckning textarea");
  });

  document.addEventListener("keydown", (event) => {
    const { key, target, ctrlKey, altKey, metaKey, repeat } = event;
    if (ctrlKey || altKey || metaKey || repeat || !presenting() || isWriting(target)) return;
    if (key.toLowerCase() === "h") fillScreen();
    if ("ab".includes(key.toLowerCase())) focusWhenThere(".st-key-rum-anteckning textarea");
  });
})();
