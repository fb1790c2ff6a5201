/** Time is the server's receipt in the firm's zone: what a rule takes at the turn of a month, of a year and of the hour. */
import { describe, expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { deliveriesOf } from '../testing/test-documents.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { newOffice, setFirm } from './test-rules.ts';

const platform = await testPlatform([createScriptedPartner().connector]);

const monthly = '/Paie/{millésime}/{mois}';
const quarterly = '/Paie/{millésime}/{trimestre}';
const yearly = '/Paie/{millésime}';

type Case = readonly [at: string, path: string, becomes: 'waiting' | 'period'];

/** Drops documents through the intake, at the instants given, into a firm of a zone with one rule. */
async function dropAll(rule: string, timeZone: string, graceMonths: number, cases: readonly Case[]) {
  const office = await newOffice(platform);
  const tree = await office.addConnected('Aubertin');
  await office.addRule(rule, { withSubfolders: false });
  await setFirm(platform, office.firm, { time_zone: timeZone, grace_months: graceMonths });
  const found: string[][] = [];
  for (const [index, [at, path]] of cases.entries()) {
    platform.setClock(new Date(at));
    const document = await tree.drop(path, `${index}.pdf`);
    const [delivery] = await deliveriesOf(platform, office.firm, document.id);
    found.push([at, path, delivery?.heldReason ?? delivery?.state ?? 'none']);
  }
  platform.setClock(null);
  return found;
}

describe('a strict rule takes the present month of the firm alone', () => {
  it.each<[string, readonly Case[]]>([
    [
      'Europe/Paris',
      [
        // 31 December 23:59:59 and 1 January 00:00:01, in winter time.
        ['2026-12-31T22:59:59Z', '/Paie/2026/12', 'waiting'],
        ['2026-12-31T22:59:59Z', '/Paie/2027/01', 'period'],
        ['2026-12-31T23:00:01Z', '/Paie/2026/12', 'period'],
        ['2026-12-31T23:00:01Z', '/Paie/2027/01', 'waiting'],
        // Around the last Sunday of March, the hour goes from 2 to 3; the month turns at UTC+2.
        ['2027-03-28T00:59:59Z', '/Paie/2027/03', 'waiting'],
        ['2027-03-28T01:00:01Z', '/Paie/2027/03', 'waiting'],
        ['2027-03-31T21:59:59Z', '/Paie/2027/03', 'waiting'],
        ['2027-03-31T22:00:01Z', '/Paie/2027/03', 'period'],
        ['2027-03-31T22:00:01Z', '/Paie/2027/04', 'waiting'],
        // Around the last Sunday of October, the hour goes from 3 to 2; the month turns at UTC+1.
        ['2027-10-31T00:59:59Z', '/Paie/2027/10', 'waiting'],
        ['2027-10-31T01:00:01Z', '/Paie/2027/10', 'waiting'],
        ['2027-10-31T22:59:59Z', '/Paie/2027/10', 'waiting'],
        ['2027-10-31T23:00:01Z', '/Paie/2027/10', 'period'],
        ['2027-10-31T23:00:01Z', '/Paie/2027/11', 'waiting'],
      ],
    ],
    [
      'Indian/Reunion',
      [
        ['2026-12-31T19:59:59Z', '/Paie/2026/12', 'waiting'],
        ['2026-12-31T20:00:01Z', '/Paie/2026/12', 'period'],
        ['2026-12-31T20:00:01Z', '/Paie/2027/01', 'waiting'],
      ],
    ],
    [
      'America/Martinique',
      [
        ['2027-01-01T03:59:59Z', '/Paie/2026/12', 'waiting'],
        ['2027-01-01T03:59:59Z', '/Paie/2027/01', 'period'],
        ['2027-01-01T04:00:01Z', '/Paie/2027/01', 'waiting'],
      ],
    ],
  ])('in %s', async (timeZone, cases) => {
    expect(await dropAll(monthly, timeZone, 0, cases)).toEqual(cases);
  });
});

describe('with a grace of a month', () => {
  it('the month before counts until the next one begins', async () => {
    const cases: readonly Case[] = [
      ['2026-12-31T22:59:59Z', '/Paie/2026/11', 'waiting'],
      ['2026-12-31T23:00:01Z', '/Paie/2026/11', 'period'],
      ['2026-12-31T23:00:01Z', '/Paie/2026/12', 'waiting'],
      ['2027-01-31T22:59:59Z', '/Paie/2026/12', 'waiting'],
      ['2027-01-31T23:00:01Z', '/Paie/2026/12', 'period'],
    ];
    expect(await dropAll(monthly, 'Europe/Paris', 1, cases)).toEqual(cases);
  });

  it('a quarter counts until the grace of its last month is over', async () => {
    const cases: readonly Case[] = [
      ['2026-09-30T21:59:59Z', '/Paie/2026/T3', 'waiting'],
      ['2026-09-30T21:59:59Z', '/Paie/2026/T4', 'period'],
      ['2026-09-30T22:00:01Z', '/Paie/2026/T4', 'waiting'],
      ['2026-10-31T22:59:59Z', '/Paie/2026/t3', 'waiting'],
      ['2026-10-31T23:00:01Z', '/Paie/2026/T3', 'period'],
    ];
    expect(await dropAll(quarterly, 'Europe/Paris', 1, cases)).toEqual(cases);
  });

  it('a year counts until the grace of its December is over', async () => {
    const cases: readonly Case[] = [
      ['2027-01-31T22:59:59Z', '/Paie/2026', 'waiting'],
      ['2027-01-31T23:00:01Z', '/Paie/2026', 'period'],
      ['2026-12-31T22:59:59Z', '/Paie/2027', 'period'],
    ];
    expect(await dropAll(yearly, 'Europe/Paris', 1, cases)).toEqual(cases);
  });
});
