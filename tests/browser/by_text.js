// A selector engine: finds what can be seen among `css` by its text, without the marks of direction, which
// nobody sees, and with spaces and lines as one space. `whole` is whether that is all it says.
(() => {
  const seen = (text) => text.replace(/[\u200e\u200f\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim();
  const all = (root, selector) => {
    const { css, text, whole } = JSON.parse(selector);
    const wanted = seen(text);
    return [...root.querySelectorAll(css)].filter((node) => {
      const said = node.checkVisibility() ? seen(node.innerText) : "";
      return whole ? said === wanted : said.includes(wanted);
    });
  };
  return { queryAll: all, query: (root, selector) => all(root, selector)[0] };
})()
