// Times in the reader's zone, and countdowns. Without this script pages say times in UTC and do not count.
(() => {
  'use strict';

  const format = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'medium'});

  function localize(root) {
    for (const time of root.querySelectorAll('time[datetime]:not([data-local])')) {
      time.textContent = format.format(new Date(time.dateTime));
      time.dataset.local = '';
    }
  }

  function text(seconds) {
    const d = Math.floor(seconds / 86400), h = Math.floor(seconds / 3600) % 24, min = Math.floor(seconds / 60) % 60;
    if (d > 0) return `${d} d ${h} h`;
    if (h > 0) return `${h} h ${min} min`;
    if (min > 0) return `${min} min ${seconds % 60} s`;
    return `${seconds} s`;
  }

  // By the time that has passed here since the page came: this clock may be wrong, but its pace is right.
  function begin(root) {
    for (const left of root.querySelectorAll('[data-left]')) {
      left.ends = performance.now() + Number(left.dataset.left);
      delete left.dataset.left;
      left.dataset.counting = '';
    }
  }

  function tick() {
    for (const left of document.querySelectorAll('[data-counting]')) {
      const seconds = Math.ceil((left.ends - performance.now()) / 1000);
      if (seconds > 0) {
        left.textContent = text(seconds);
      } else {
        left.textContent = 'expired';
        delete left.dataset.counting;
        const asking = left.closest('[hx-trigger="expired"]');
        if (asking) htmx.trigger(asking, 'expired');
      }
    }
  }

  function arrive(root) {
    localize(root);
    begin(root);
    tick();
  }

  document.addEventListener('DOMContentLoaded', () => arrive(document));
  document.addEventListener('htmx:afterSwap', () => arrive(document));
  document.addEventListener('bouncer:arrived', event => arrive(event.target));
  // Whoever types another length means it.
  document.addEventListener('input', event => {
    if (event.target.name !== 'other') return;
    const other = event.target.form.querySelector('input[name="for"][value="other"]');
    if (other) other.checked = event.target.value !== '' || other.checked;
  });
  // Before it is sent, which may take a while: the server says the same.
  document.addEventListener('change', event => {
    const most = Number(event.target.dataset.most);
    if (!most) return;
    const fits = [...event.target.files].every(file => file.size <= most);
    event.target.setCustomValidity(fits ? '' : `This file is larger than ${most} bytes. ./bouncer import takes files of any size.`);
    event.target.reportValidity();
  });
  setInterval(tick, 250);
})();
