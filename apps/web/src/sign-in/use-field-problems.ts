import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * What is wrong with the fields of a form by what they say of themselves (`required`, `type="email"`), in our words and not in the
 * browser's, which speaks its own language. `props` go to the form; `problems` are by the names of the fields.
 */
export function useFieldProblems(submit: () => void) {
  const { t } = useTranslation();
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = [...event.currentTarget.elements].filter((field) => field instanceof HTMLInputElement);
    const wrong = fields.filter(({ name, validity }) => name !== '' && !validity.valid);
    setProblems(
      Object.fromEntries(
        wrong.map(({ name, validity }) => [
          name,
          validity.valueMissing ? t('signIn.required') : t('signIn.badEmail'),
        ]),
      ),
    );
    wrong[0]?.focus();
    if (wrong.length === 0) submit();
  };
  const onInput = ({ target }: FormEvent<HTMLFormElement>) => {
    if (!(target instanceof HTMLInputElement)) return;
    const { [target.name]: _, ...others } = problems;
    setProblems(others);
  };
  return { problems, props: { noValidate: true, onSubmit, onInput } };
}
