// Put into a copy of a report by tests/report_test.sh: looks at the page as it was laid out, and tells the page
// around it what is wrong with it, a line a fault.
addEventListener("load", () => {
  const faults = [];
  const root = document.documentElement, width = root.clientWidth;
  const elements = [...document.body.querySelectorAll("*")];
  const named = (element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> ` +
    `"${element.textContent.trim().slice(0, 40)}"`;
  const is_shown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility({ contentVisibilityAuto: true });
  };
  const own_text = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");

  // Where the element is to be seen: what a box around it cuts off is not.
  const seen_of = (element) => {
    let { left, right } = element.getBoundingClientRect();
    for (let at = element.parentElement; at; at = at.parentElement) {
      if (getComputedStyle(at).overflowX === "visible" || at === document.body) continue;
      const box = at.getBoundingClientRect();
      left = Math.max(left, box.left);
      right = Math.min(right, box.right);
    }
    return { left, right };
  };

  function look_for_content() {
    if (document.querySelectorAll("h1").length !== 1) faults.push("there is not one h1");
    if (document.querySelectorAll("main section h2").length < 7) faults.push("sections are missing");
    if (document.querySelector("main")?.innerText.length < 500) faults.push("there is hardly a word");
    if (root.lang !== "en" || !document.title) faults.push("no language or no title");
    for (const chart of document.querySelectorAll("svg.chart")) {
      if (!is_shown(chart)) faults.push(`a chart is not shown: ${named(chart)}`);
      if (![...chart.querySelectorAll("rect, circle")].some(is_shown)) faults.push(`a chart is empty: ${named(chart)}`);
    }
    const styled = getComputedStyle(document.querySelector("section") ?? document.body).borderRadius;
    if (styled === "") faults.push("the style sheet has no effect");
  }

  function look_for_overflow() {
    if (root.scrollWidth > width) faults.push(`the page is ${root.scrollWidth} wide in a window of ${width}`);
    for (const element of elements.filter(is_shown)) {
      const box = element.getBoundingClientRect();
      const svg = element.ownerSVGElement?.getBoundingClientRect();
      const seen = seen_of(element);
      if (seen.left < -0.5 || seen.right > width + 0.5) faults.push(`out of the window: ${named(element)}`);
      if (element.tagName === "text" && (box.left < svg.left - 0.5 || box.right > svg.right + 0.5))
        faults.push(`cut off by its chart: ${named(element)}`);
      if (["TD", "TH", "P", "LI", "DD", "A"].includes(element.tagName) && element.scrollWidth > element.clientWidth + 1 &&
          getComputedStyle(element).display !== "inline")
        faults.push(`overflows its box: ${named(element)}`);
    }
  }

  function look_for_words_of_charts() {
    for (const element of document.querySelectorAll("[aria-labelledby]"))
      for (const id of element.getAttribute("aria-labelledby").split(" "))
        if (!document.getElementById(id)?.textContent.trim()) faults.push(`no words for ${id}`);
    for (const chart of document.querySelectorAll("svg.chart")) {
      if (chart.getAttribute("role") !== "img") faults.push(`no role: ${named(chart)}`);
      if (!chart.closest("section").querySelector("table")) faults.push(`no table of ${named(chart)}`);
    }
    const ids = elements.map((element) => element.id).filter((id) => id);
    if (new Set(ids).size !== ids.length) faults.push("an id stands twice");
    let level = 0;
    for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
      if (Number(heading.tagName[1]) > level + 1) faults.push(`a level is left out before ${named(heading)}`);
      level = Number(heading.tagName[1]);
    }
  }

  function luminance(colour) {
    const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function ground_of(element) {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  }

  function look_for_contrast() {
    for (const element of elements.filter((one) => is_shown(one) && own_text(one))) {
      const style = getComputedStyle(element);
      const [dark, light] = [luminance(element.ownerSVGElement && element.tagName === "text" ? style.fill : style.color),
        luminance(ground_of(element))].sort((a, b) => a - b);
      const contrast = (light + 0.05) / (dark + 0.05);
      if (contrast < 4.5) faults.push(`a contrast of ${contrast.toFixed(2)}: ${named(element)}`);
    }
  }

  function look_for_closed_tables() {
    for (const table of document.querySelectorAll("details table"))
      if (!is_shown(table)) faults.push(`a table is not printed: ${named(table)}`);
  }

  look_for_content();
  look_for_overflow();
  look_for_words_of_charts();
  look_for_contrast();
  if (window.measures_print) look_for_closed_tables();
  for (const entry of performance.getEntriesByType("resource")) faults.push(`it asks for ${entry.name}`);
  const said = faults.slice(0, 10).map((fault) => `fault: ${fault}\n`).join("");
  parent.postMessage(`width ${width}\n${said}measured\n`, "*");
});
