/** Notes when figures and chart are drawn, and when the figures become others after a click. */
{
  const figures = () =>
    [...document.querySelectorAll('[data-testid=card-value]')]
      .map((card) => card.getAttribute('data-exact'))
      .join();
  const whenDrawn = (name) => requestAnimationFrame(() => setTimeout(() => performance.mark(name)));
  let isSeen = false;
  let before = '';
  new MutationObserver(() => {
    const now = figures();
    if (!isSeen && now && document.querySelector('[data-testid=chart] svg path')) {
      isSeen = true;
      whenDrawn('seen');
    }
    if (before && now && now !== before) {
      before = '';
      whenDrawn('changed');
    }
  }).observe(document, { childList: true, subtree: true, attributes: true });
  addEventListener(
    'click',
    () => {
      before = figures();
      performance.mark('clicked');
    },
    true,
  );
}
