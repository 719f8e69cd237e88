// Decisions as they happen: rows come by server-sent events, new or as they are now. Without this script the page shows those
// there were when it was loaded.
(() => {
  'use strict';

  const rows = document.getElementById('feed');
  const most = Number(rows.dataset.most);
  const state = document.getElementById('feed-state');
  const pause = document.getElementById('feed-pause');
  const empty = document.getElementById('feed-empty');
  let held = null; // rows that came while it is paused, by their ids; null: it is not

  function say(text) {
    if (state.textContent !== text) state.textContent = text;
  }

  function parse(html) {
    const holder = document.createElement('template');
    holder.innerHTML = html;
    return holder.content.querySelector('tr');
  }

  function put(row) {
    const old = document.getElementById(row.id);
    if (old) {
      const focused = old.contains(document.activeElement);
      old.replaceWith(row);
      if (focused) row.querySelector('a').focus();
    } else {
      const older = Array.prototype.find.call(rows.rows, other => other.dataset.at <= row.dataset.at);
      rows.insertBefore(row, older || null);
      while (rows.rows.length > most) rows.rows[rows.rows.length - 1].remove();
    }
    empty.hidden = true;
    row.dispatchEvent(new CustomEvent('bouncer:arrived', {bubbles: true}));
  }

  function take(row) {
    if (held === null) {
      put(row);
    } else {
      held.delete(row.id);
      held.set(row.id, row);
      if (held.size > most) held.delete(held.keys().next().value);
      say(`Paused, ${held.size} waiting`);
    }
  }

  function live() {
    say(held === null ? 'Live' : 'Paused');
  }

  pause.hidden = false;
  pause.addEventListener('click', () => {
    if (held === null) {
      held = new Map();
      pause.textContent = 'Go on';
    } else {
      const waiting = held;
      held = null;
      pause.textContent = 'Pause';
      waiting.forEach(put);
    }
    live();
  });

  // While nobody sees the tab it takes no stream from others; shown again, it is told what it lacks.
  let address = rows.dataset.events;
  let events = null;

  function heard(event) {
    if (event.lastEventId) address = `${address.split('?')[0]}?last=${encodeURIComponent(event.lastEventId)}`;
  }

  function open() {
    const mine = new EventSource(address);
    events = mine;
    mine.addEventListener('open', live);
    mine.addEventListener('entry', event => {
      heard(event);
      take(parse(event.data));
    });
    // The newest follow.
    mine.addEventListener('reset', () => {
      if (held === null) rows.replaceChildren();
      live();
    });
    mine.addEventListener('error', () => say(mine.readyState === EventSource.CLOSED
      ? 'Ended: reload the page to go on' : 'Connection lost, trying again'));
  }

  function follow() {
    if (document.hidden && events !== null) {
      events.close();
      events = null;
    } else if (!document.hidden && events === null) {
      open();
    }
  }

  document.addEventListener('visibilitychange', follow);
  follow();
})();
