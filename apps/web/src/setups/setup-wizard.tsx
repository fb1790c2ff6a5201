import type { Setup } from '@navette/api';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { MappingStep } from '../mapping/mapping-step.tsx';
import { RulesStep } from '../rules/rules-step.tsx';
import { ClientsStep } from './clients-step.tsx';
import { CredentialsStep } from './credentials-step.tsx';
import { SetupContext } from './setup-context.ts';
import { SetupFoot } from './setup-foot.tsx';
import { SetupHead } from './setup-head.tsx';
import styles from './setup-page.module.css';
import { stepOfWord, stepWords } from './setup-search.ts';
import type { SetupStep } from './step-props.ts';
import { useSetupGestures } from './use-setup.ts';

const route = '/cabinets/$firm/applications/assistant/$setup';

/** The four steps, those that the application needs. The address says which one is shown; the server keeps it for the next visit. */
export function SetupWizard({ firm, setup }: { firm: string; setup: Setup }) {
  const { going, finishing, keep, refetch } = useSetupGestures(firm, setup.id);
  const { etape } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const [failure, setFailure] = useState<string | null>(null);
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const shown = stepToShow(setup, stepOfWord(etape));

  const show = useCallback(
    (step: SetupStep, replace = false) =>
      void navigate({ search: (before) => ({ ...before, etape: stepWords[step] }), replace }),
    [navigate],
  );
  const { mutate: keepStep } = going;
  const told = useRef(setup.step);
  useEffect(() => {
    // In the address from the start: somebody else who goes on does not turn this page.
    if (etape === undefined) show(shown, true);
    // A link, or the browser's own way back: the server follows, so that the next visit begins here.
    if (told.current === shown) return;
    told.current = shown;
    keepStep(shown);
  }, [etape, shown, show, keepStep]);

  const goTo = useCallback(
    (step: SetupStep) =>
      keepStep(step, {
        onSuccess: () => {
          told.current = step;
          show(step);
        },
      }),
    [keepStep, show],
  );
  const steps = setup.steps.map(({ step }) => step);
  const before = steps[steps.indexOf(shown) - 1];
  const frame = useMemo(
    () => ({
      setup,
      failure,
      onBack: before === undefined ? null : () => show(before),
      problem: finishing.error ?? going.error,
    }),
    [setup, failure, before, show, finishing.error, going.error],
  );
  const onSaved = useCallback(() => setSavedAt(new Date().toISOString()), []);
  const { installationId } = setup;
  const shared = { firm, setup, Foot: SetupFoot, goTo, refetch, onSaved };
  const finish = { run: () => finishing.mutate(), isPending: finishing.isPending };
  return (
    <SetupContext value={frame}>
      <div className={styles.page}>
        <SetupHead firm={firm} setup={setup} shown={shown} savedAt={savedAt} onStep={show} />
        <div className={styles.work}>
          {shown === 'clients' && (
            <ClientsStep firm={firm} setup={setup} isGoing={going.isPending} goTo={goTo} />
          )}
          {shown === 'credentials' && (
            <CredentialsStep
              firm={firm}
              setup={setup}
              onTried={(answer) => {
                setFailure(null);
                keep(answer);
                goTo('mapping');
              }}
              onRefused={setFailure}
              goTo={goTo}
            />
          )}
          {shown === 'mapping' && installationId !== null && (
            <MappingStep {...shared} installationId={installationId} finish={finish} />
          )}
          {shown === 'rules' && installationId !== null && (
            <RulesStep {...shared} installationId={installationId} finish={finish} />
          )}
        </div>
      </div>
    </SetupContext>
  );
}

/** The step of the address when it is open and can be shown; else the last before it that is. */
function stepToShow({ step, steps, installationId }: Setup, asked: SetupStep | null): SetupStep {
  const canShow = (each: Setup['steps'][number]) =>
    each.isOpen && (installationId !== null || each.step === 'clients' || each.step === 'credentials');
  const at = steps.findIndex((each) => each.step === (asked ?? step));
  const open = steps.slice(0, at + 1).filter(canShow);
  return open.at(-1)?.step ?? 'clients';
}
