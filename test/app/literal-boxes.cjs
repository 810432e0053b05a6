/*
 * A small case of a defect of V8 13.6: objects of one literal share the boxes of their numbers.
 * `node literal-boxes.cjs <passes of the loop>` prints "ok" or "differs" for each of ten objects.
 *
 * Needed are: a literal whose fields are known to hold doubles (`other` has the same names); a loop
 * that is entered in Maglev's code while it runs; and, behind the literal and outside the loop, a place
 * that Maglev's code leaves because it was never reached before (the store of `a`). The object is then
 * made anew from a description in which each number is a constant, and the constant itself becomes the
 * field's box. The code is kept and entered again, so the next object gets the same boxes.
 */
'use strict';

const other = (x) => ({ a: x * 0.5, b: x * 0.25 });
for (let i = 0; i < 9; i++) other(i + 0.1);

function first(call) {
  if (call < 30) throw new Error('not yet');
  return call * 0.5;
}

function figures(passes, call) {
  let sum = 0;
  for (let i = 0; i < passes; i++) sum += i * 0.1 + call;
  return { a: first(call), b: sum };
}

for (let call = 0; call < 29; call++) {
  try {
    figures(9, call + 0.25);
  } catch {
    // The call was only to be made.
  }
}
const made = [];
for (let call = 30; call < 40; call++) {
  const object = figures(Number(process.argv[2]), call + 0.1);
  made.push([object, JSON.stringify(object)]);
}
for (const [object, text] of made) console.log(JSON.stringify(object) === text ? 'ok' : 'differs');
