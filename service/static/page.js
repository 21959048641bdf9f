// What JavaScript adds to the search page: answers without a new page, and the clinic's own questions while somebody
// types. Without it the page works as well. What is typed goes nowhere but to the form's own address, when it is sent.
"use strict";

(() => {
  const MOST_SUGGESTED = 4;
  const LONGEST_TO_COMPLETE = 90; // characters; who types more tells a story and is not looking for a ready question
  const SHORTEST_WORD = 3; // letters
  const COUNTED_FROM = 200; // characters before the limit

  const find = (selector) => document.querySelector(selector);
  const box = () => find("#question");
  const form = () => find("form.ask");
  const say = (sentence, wrong = false) => {
    const status = form().querySelector(".status");
    status.textContent = sentence;
    status.classList.toggle("wrong", wrong);
  };

  // Answers

  let shown = history.state ? history.state.asked : null; // the form as it was sent, or null before the first
  let asking = 0;

  async function ask(sent, { remember }) {
    const turn = ++asking;
    hideSuggestions();
    say(form().dataset.looking);
    let page;
    try {
      const response = await fetch("/", { method: sent === null ? "GET" : "POST", body: sent === null ? null : new URLSearchParams(sent) });
      if (response.status === 413) throw new Error("too long to be read");
      if (response.status === 429 || response.status === 503) {
        if (turn === asking) say(form().dataset.busy, true);
        return;
      }
      page = new DOMParser().parseFromString(await response.text(), "text/html");
    } catch {
      if (turn === asking) say(form().dataset.noConnection, true);
      return;
    }
    if (turn !== asking) return; // somebody asked again meanwhile
    shown = sent;
    if (remember) history.pushState({ asked: sent }, "", sent === null ? "/" : "/#answer");
    document.title = page.title;
    find("main").replaceWith(document.adoptNode(page.querySelector("main")));
    fit();
    if (remember) moveTo(find(".error-summary, #answer"));
  }

  function moveTo(section) {
    if (!section) return;
    const heading = section.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    section.scrollIntoView();
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-ask]")) return;
    event.preventDefault();
    const sent = new URLSearchParams(new FormData(event.target, event.submitter)).toString();
    if (overLimit(sent)) {
      count();
      box().focus();
    } else {
      ask(sent, { remember: true });
    }
  });

  addEventListener("popstate", (event) => {
    if (event.state === null) history.replaceState({ asked: shown }, ""); // a link within the page was followed
    else if (event.state.asked !== shown) ask(event.state.asked, { remember: false });
  });

  // The box

  const length = () => box().value.trim().length;
  const overLimit = (sent) => new URLSearchParams(sent).get("question") === box().value && length() > Number(form().dataset.limit);

  function count() {
    const left = Number(form().dataset.limit) - length();
    if (left > COUNTED_FROM) return false;
    say((left < 0 ? form().dataset.over : form().dataset.left).replace("{number}", Math.abs(left)), left < 0);
    return true;
  }

  function fit() { // where the style sheet cannot let the box grow by itself
    if (CSS.supports("field-sizing", "content")) return;
    box().style.height = "auto";
    box().style.height = `${box().scrollHeight + 4}px`;
  }

  // Suggestions

  let questions = null;
  const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  const suggestions = () => find(".suggestions");

  async function loadQuestions() {
    if (questions) return;
    questions = [];
    try {
      const said = await (await fetch(form().dataset.questions)).json();
      questions = said.map((text) => ({ text, words: wordsOf(text) }));
      suggest(); // for what was typed meanwhile
    } catch { /* without suggestions, then */ }
  }

  // The questions that share most of the words typed, the last of which may be half a word.
  function matching(typed) {
    const wanted = wordsOf(typed).filter((word) => word.length >= SHORTEST_WORD);
    if (!wanted.length || typed.length > LONGEST_TO_COMPLETE) return [];
    const scored = questions.map(({ text, words }) => [wanted.filter((word) => words.some((one) => one.startsWith(word))).length, text]);
    const enough = Math.max(1, Math.ceil(wanted.length * 0.6));
    return scored.filter(([score, text]) => score >= enough && text !== typed).sort(([a], [b]) => b - a).slice(0, MOST_SUGGESTED).map(([, text]) => text);
  }

  function suggest() {
    const found = questions ? matching(box().value.trim()) : [];
    suggestions().querySelector("ul").replaceChildren(...found.map((text) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain";
      button.textContent = text;
      item.append(button);
      return item;
    }));
    suggestions().hidden = !found.length;
    if (!count()) say("");
    find("#heard").textContent = found.length ? form().dataset.suggested.replace("{number}", found.length) : "";
  }

  function hideSuggestions() { suggestions().hidden = true; }

  document.addEventListener("focusin", (event) => { if (event.target === box()) loadQuestions(); });
  document.addEventListener("input", (event) => { if (event.target === box()) { fit(); suggest(); } });
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".suggestions button");
    if (!button) return;
    box().value = button.textContent;
    form().requestSubmit();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && suggestions() && !suggestions().hidden) { hideSuggestions(); box().focus(); }
  });

  if (history.state === null) history.replaceState({ asked: null }, "");
  else if (shown !== null && !find("#answer")) ask(shown, { remember: false });
  if (document.activeElement === box()) loadQuestions();
  fit();
})();
