/** Steps through the runs of a page. Without it everything stands there too: the steps below each other. */
export const SCRIPT = `
'use strict';
for (const trace of document.querySelectorAll('.trace')) {
  const data = JSON.parse(trace.querySelector('script[type="application/json"]').textContent);
  const panel = trace.querySelector('.stepper');
  const [first, back, next, last] = panel.querySelectorAll('button');
  const slider = panel.querySelector('input');
  const told = panel.querySelector('output');
  const body = panel.querySelector('tbody');
  const steps = [...trace.querySelectorAll('svg .step')];
  let at = 0;
  const memory = (n) => {
    const cells = new Map(data.start);
    for (const step of data.steps.slice(0, n)) {
      for (const name of step.gone) cells.delete(name);
      for (const [name, value] of step.set) cells.set(name, value);
    }
    return cells;
  };
  const show = (n) => {
    at = Math.max(0, Math.min(data.steps.length, n));
    const step = data.steps[at - 1];
    for (const g of steps) g.querySelector('.bg').classList.toggle('now', g.dataset.step < at && at - 1 <= g.dataset.last);
    told.textContent = step ? 'Step ' + at + ' of ' + data.steps.length + ' · ' + step.task + ': ' + step.text + step.locks + (step.set.length ? ' · changes ' + step.set.map(([name, value]) => name + ' = ' + value).join(', ') : '') : 'Before the first step';
    slider.value = at;
    slider.setAttribute('aria-valuetext', told.textContent);
    first.disabled = back.disabled = at === 0;
    next.disabled = last.disabled = at === data.steps.length;
    const changed = new Set(step ? step.set.map(([name]) => name) : []);
    body.replaceChildren(...[...memory(at)].map(([name, value]) => {
      const row = document.createElement('tr');
      if (changed.has(name)) row.className = 'changed';
      for (const text of [name, value]) row.appendChild(document.createElement('td')).textContent = text;
      return row;
    }));
  };
  first.onclick = () => show(0);
  back.onclick = () => show(at - 1);
  next.onclick = () => show(at + 1);
  last.onclick = () => show(data.steps.length);
  slider.oninput = () => show(Number(slider.value));
  for (const g of steps) g.addEventListener('click', () => show(Number(g.dataset.step) + 1));
  trace.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target === slider) return;
    const to = { ArrowRight: at + 1, l: at + 1, ArrowLeft: at - 1, h: at - 1, Home: 0, '^': 0, End: data.steps.length, $: data.steps.length }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    show(to);
  });
  slider.max = data.steps.length;
  trace.classList.add('steps-on');
  panel.hidden = false;
  show(0);
}
addEventListener('beforeprint', () => {
  for (const d of document.querySelectorAll('details:not(.long)')) d.open = true;
});
`.trim();
