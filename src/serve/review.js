// The review: one key for each decision, and the next note comes into view.
(() => {
  const cards = [...document.querySelectorAll('.review')];
  const { token } = document.body.dataset;
  const isDecided = (card) => card.classList.contains('decided');

  const current = () => document.activeElement?.closest('.review') ?? cards.find((card) => !isDecided(card));

  function go(card) {
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: 'start', behavior: 'instant' });
  }

  const neighbour = (card, step) => cards[cards.indexOf(card) + step];

  const next = (card) => cards.slice(cards.indexOf(card) + 1).find((other) => !isDecided(other))
    ?? cards.find((other) => other !== card && !isDecided(other));

  function say(card, text, isFailed) {
    const outcome = card.querySelector('.outcome');
    outcome.textContent = text;
    outcome.classList.toggle('failed', isFailed);
  }

  async function decide(card, quotation) {
    if (card.dataset.state) return;
    card.dataset.state = 'sent';
    const body = JSON.stringify({ id: card.dataset.id, quotation });
    const headers = { 'content-type': 'application/json', 'postil-token': token };
    const answer = await fetch('/__postil/review', { method: 'POST', headers, body }).catch((error) => error);
    if (answer.status !== 204) {
      delete card.dataset.state;
      const reason = answer.text ? (await answer.text()).trim() : 'The server does not answer';
      say(card, reason || `The server refused (${answer.status})`, true);
      return;
    }
    card.classList.add('decided');
    for (const button of card.querySelectorAll('button')) button.disabled = true;
    say(card, quotation === null ? 'Kept without a place.' : 'Quoted again.', false);
    const left = cards.filter((other) => !isDecided(other)).length;
    document.getElementById('count').textContent = left === 0 ? 'All of these are decided.' : `${left} to look at.`;
    go(next(card));
  }

  function press(card, key) {
    const keys = key === 't' ? ['t', '1'] : key === '1' ? ['1', 't'] : [key];
    const button = keys.map((one) => card.querySelector(`button[data-key="${one}"]`)).find(Boolean);
    if (!button || button.disabled) return false;
    if (button.dataset.key === 's') go(next(card));
    else decide(card, button.dataset.quotation ?? null);
    return true;
  }

  document.addEventListener('click', ({ target }) => {
    const button = target.closest('.review button');
    if (button) press(button.closest('.review'), button.dataset.key);
  });

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const card = current();
    if (!card) return;
    const key = event.key.toLowerCase();
    if (key === 'j') go(neighbour(card, 1));
    else if (key === 'k') go(neighbour(card, -1));
    else if (!/^[tos1-9]$/.test(key) || !press(card, key)) return;
    event.preventDefault();
  });

  go(cards[0]);
})();
