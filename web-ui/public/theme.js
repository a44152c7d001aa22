// Loaded before the first paint, so that a chosen theme never flashes into place.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('footfall.theme');
  } catch (error) {
    void error;
  }
  var dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
