// What every page must hold, for test_month.py: names for whatever can be used, contrast, one heading, no overflow.
() => {
  const named = (one) => one.getAttribute("aria-label") || one.labels?.[0]?.textContent.trim() || one.textContent.trim();
  const shown = (one) => one.checkVisibility() && one.getClientRects().length;
  const numbers = (css) => css.match(/[0-9.]+/g).map(Number);
  const linear = (share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    const [red, green, blue] = colour.map((value) => linear(value / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const css = getComputedStyle(at).backgroundColor;
      const found = numbers(css);
      if (css.startsWith("rgb") && (found.length < 4 || found[3] === 1)) return found.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const contrast = (one) => {
    const pair = [light(numbers(getComputedStyle(one).color).slice(0, 3)), light(behind(one))];
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
  };
  const worded = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const words = [...document.querySelectorAll("main *, header *, .banner")].filter((one) => shown(one) && worded(one));
  const faint = words.filter((one) => !one.disabled && !one.closest(".sheet") && contrast(one) < 4.5);
  const used = [...document.querySelectorAll("button, input:not([type=hidden]), select, a")].filter(shown);
  return {
    language: document.documentElement.lang,
    heads: document.querySelectorAll("h1").length,
    nameless: used.filter((one) => !named(one)).map((one) => one.outerHTML),
    faint: faint.slice(0, 3).map((one) => one.outerHTML.slice(0, 200)),
    pictures: [...document.images].filter((one) => !one.alt).length,
    overflow: document.documentElement.scrollWidth > innerWidth,
  };
}
