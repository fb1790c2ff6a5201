import { expect, test } from 'vitest';
import { checkFirstRun } from './first-run-form.ts';

const good = {
  firmName: 'Morvan & Associés',
  name: 'Claire Morvan',
  email: 'claire@morvan.fr',
  password: 'une phrase longue',
};

test('lets a complete form go', () => {
  expect(checkFirstRun(good)).toEqual({});
});

test('names each field that is missing or wrong', () => {
  expect(checkFirstRun({ firmName: ' ', name: '', email: 'claire', password: 'court' })).toEqual({
    firmName: 'required',
    name: 'required',
    email: 'badEmail',
    password: 'tooShort',
  });
});

test('forgives spaces pasted around the address', () => {
  expect(checkFirstRun({ ...good, email: ' claire@morvan.fr ' })).toEqual({});
});
