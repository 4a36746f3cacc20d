// What is wrong with how this page stands on the screen: one line for each fault.
const [width] = arguments;
const faults = [];
const shown = (element) => element.checkVisibility({ visibilityProperty: true });
const called = (element) => {
  const text = (element.innerText || element.value || element.name || "").trim().replace(/\s+/g, " ").slice(0, 40);
  return `<${element.localName}${element.className && element.className.baseVal === undefined ? "." + element.className : ""}> "${text}"`;
};
// Where somebody can scroll to what does not fit.
const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
const cuts = (element) => /hidden|clip/.test(getComputedStyle(element).overflow);

if (innerWidth !== width) faults.push(`the window is ${innerWidth} px wide, not ${width}`);
const heads = [...document.querySelectorAll("h1")].filter(shown);
if (heads.length !== 1) faults.push(`${heads.length} first headings: ${heads.map(called).join(", ")}`);
const whole = document.documentElement.scrollWidth;
if (whole > width) faults.push(`the page is ${whole} px wide in a window of ${width}`);

// Text: inside the window, and inside everything around it that cuts off.
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const text = texts.currentNode;
  const parent = text.parentElement;
  if (!text.data.trim() || !shown(parent)) continue;
  const range = document.createRange();
  range.selectNodeContents(text);
  for (const rect of range.getClientRects()) {
    // Beside the page on purpose: for those who listen.
    if (!rect.width || rect.right <= 0) continue;
    let left = 0;
    let right = width;
    let fits = true;
    for (let around = parent; around; around = around.parentElement) {
      if (scrolls(around)) {
        left = -Infinity;
        right = Infinity;
      } else if (cuts(around)) {
        const box = around.getBoundingClientRect();
        fits &&= rect.left >= box.left - 1 && rect.right <= box.right + 1 && rect.top >= box.top - 1 && rect.bottom <= box.bottom + 1;
      }
    }
    if (!fits || rect.left < left - 1 || rect.right > right + 1) {
      faults.push(`cut off: ${called(parent)}`);
      break;
    }
  }
}

// What a finger must hit. A link within a sentence is as high as its line.
for (const element of document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")) {
  const target = element.closest("label") ?? element;
  const box = target.getBoundingClientRect();
  const inSentence = element.matches("p a, li a") && element.parentElement.innerText.trim() !== element.innerText.trim();
  if (!shown(element) || box.right <= 0 || inSentence) continue;
  if (Math.round(box.height) < 44 || Math.round(box.width) < 44) {
    faults.push(`small: ${called(element)} is ${Math.round(box.width)} by ${Math.round(box.height)} px`);
  }
}
return [...new Set(faults)];
