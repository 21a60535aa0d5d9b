// For browsers in which the app's own scripts do not even begin: in the oldest words of the language.
window.addEventListener('load', function () {
  if (window.motcua) return;
  document.getElementById('opening').hidden = true;
  document.getElementById('too-old').hidden = false;
});
