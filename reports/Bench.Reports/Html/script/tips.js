// Tips, and moving between cells.

function showTip(text, x, y) {
  const tip = $('tip');
  tip.textContent = text;
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(x + 12, innerWidth - box.width - 8))}px`;
  tip.style.top = `${y + 16 + box.height > innerHeight ? Math.max(4, y - box.height - 12) : y + 16}px`;
}

const hideTip = () => { $('tip').hidden = true; };

function wireTable() {
  const table = $('table');
  const cellAt = event => event.target.closest?.('td[data-tip]');
  table.addEventListener('pointermove', event => { const found = cellAt(event); if (found) showTip(found.dataset.tip, event.clientX, event.clientY); else hideTip(); });
  table.addEventListener('pointerleave', hideTip);
  table.addEventListener('focusin', event => {
    const found = cellAt(event);
    if (!found)
      return hideTip();
    for (const other of table.querySelectorAll('td[tabindex="0"]'))
      other.tabIndex = -1;
    found.tabIndex = 0;
    const box = found.getBoundingClientRect();
    showTip(found.dataset.tip, box.left, box.bottom - 12);
  });
  table.addEventListener('focusout', hideTip);
  table.addEventListener('keydown', event => {
    const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const found = cellAt(event);
    if (event.key === 'Escape')
      hideTip();
    if (!moves || !found)
      return;
    event.preventDefault();
    const rows = [...table.querySelectorAll('tr[data-backend]')];
    const row = rows[rows.indexOf(found.parentElement) + moves[0]];
    const next = row?.children[[...found.parentElement.children].indexOf(found) + moves[1]];
    if (next?.matches('td'))
      next.focus();
  });
}
