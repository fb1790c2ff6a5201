import { type ClientSelection, routes, type Setup } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import type { RowSelection } from '../table/use-selection.ts';

interface ChoiceRow {
  readonly id: string;
  readonly isChosen: boolean;
}

export interface Choice {
  /** For the table: a tick is a change on the server, shown at once. */
  readonly selection: RowSelection;
  readonly choose: (isChosen: boolean, selection: ClientSelection) => void;
  readonly isChoosing: boolean;
  readonly error: unknown;
}

const noTicks: ReadonlyMap<string, boolean> = new Map();

/** Which clients are chosen, of which the server is the keeper: shown as ticked while it is told, as it has it when it refuses. */
export function useChoice(firm: string, setup: Setup, rows: readonly ChoiceRow[]): Choice {
  const queryClient = useQueryClient();
  /** What was ticked and is not in the rows yet. */
  const [ticked, setTicked] = useState(noTicks);
  const anchor = useRef<string | null>(null);
  const underWay = useRef(0);
  const { id } = setup;
  const choosing = useMutation({
    // One after the other: two clicks on one row must not cross.
    scope: { id: `setup-choice-${id}` },
    mutationFn: (body: { isChosen: boolean; selection: ClientSelection }) =>
      api.call(routes.chooseClients, { params: { firm, setup: id }, body }),
    onMutate: () => {
      underWay.current += 1;
    },
    onSettled: async () => {
      underWay.current -= 1;
      if (underWay.current > 0) return;
      await queryClient.invalidateQueries({ queryKey: keys.setup(firm, id) });
      if (underWay.current === 0) setTicked(noTicks);
    },
  });

  const isChosen = useCallback(
    (row: string) => ticked.get(row) ?? rows.find((each) => each.id === row)?.isChosen ?? false,
    [ticked, rows],
  );
  const { mutate } = choosing;
  const tick = useCallback(
    (ids: readonly string[], isOn: boolean) => {
      if (ids.length === 0) return;
      setTicked((before) => new Map([...before, ...ids.map((row) => [row, isOn] as const)]));
      mutate({ isChosen: isOn, selection: { ids: [...ids] } });
    },
    [mutate],
  );
  const selection = useMemo((): RowSelection => {
    const ids = rows.map((row) => row.id);
    const shown = ids.filter(isChosen).length;
    const stretch = (from: string | null, to: string) => {
      const [a, b] = [from === null ? -1 : ids.indexOf(from), ids.indexOf(to)];
      const isOn = from === null || a < 0 ? !isChosen(to) : isChosen(from);
      const reached = a < 0 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1);
      tick(
        reached.filter((row) => isChosen(row) !== isOn),
        isOn,
      );
    };
    return {
      count: setup.chosen,
      isAll: false,
      shown: shown === 0 ? 'none' : shown === ids.length ? 'all' : 'some',
      elsewhere: 0,
      request: { ids },
      isSelected: isChosen,
      toggle: (row) => {
        anchor.current = row;
        tick([row], !isChosen(row));
      },
      stretchTo: (row) => {
        stretch(anchor.current, row);
        anchor.current ??= row;
      },
      stretchFrom: (from, to) => {
        if (!isChosen(from)) tick([from], true);
        tick(isChosen(to) ? [] : [to], true);
        anchor.current = from;
      },
      toggleShown: () => {
        const isOn = shown !== ids.length;
        tick(
          ids.filter((row) => isChosen(row) !== isOn),
          isOn,
        );
      },
      selectAll: () => {},
      // The Escape key must not undo what the server keeps.
      clear: () => {},
    };
  }, [rows, isChosen, tick, setup.chosen]);

  const choose = useCallback(
    (isOn: boolean, selection: ClientSelection) => {
      setTicked(new Map(rows.map((row) => [row.id, isOn] as const)));
      mutate({ isChosen: isOn, selection });
    },
    [mutate, rows],
  );
  return { selection, choose, isChoosing: choosing.isPending, error: choosing.error };
}
