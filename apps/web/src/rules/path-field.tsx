import { Combobox, TextInput, useCombobox, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  type KeyboardEvent,
  type Ref,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import styles from './path-field.module.css';
import { PathOptions } from './path-options.tsx';
import { cleanPath, completeTyped, type PathChoice, splitAtCaret } from './typed-path.ts';
import { useCompletion } from './use-completion.ts';
import type { Place } from './use-rules.ts';

export interface PathFieldHandle {
  /** Puts the caret at the end of the path. */
  readonly focus: () => void;
}

interface PathFieldProps {
  readonly place: Place;
  readonly label: string;
  readonly value: string;
  readonly onChange: (path: string) => void;
  readonly placeholder: string;
  readonly error?: string | undefined;
  /** Of an archive: it takes only the variables of this path. */
  readonly sourcePath?: string | undefined;
  readonly description?: string | undefined;
  readonly className?: string | undefined;
  readonly ref?: Ref<PathFieldHandle>;
}

/**
 * A path, completed on the real trees as it is typed: `{` offers variables, arrows choose, Tab and Enter complete, Escape closes.
 * Nothing is chosen by itself until something was typed of it, so that Tab leaves the field and Enter sends the form.
 */
export function PathField(props: PathFieldProps) {
  const { place, label, value, onChange, placeholder, error, sourcePath, description, className, ref } =
    props;
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const combobox = useCombobox();
  const isPhone = useMediaQuery('(max-width: 760px)');
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const wantedCaret = useRef<number | null>(null);
  const isOpen = combobox.dropdownOpened;
  const completion = useCompletion({ place, path: value, caret, sourcePath, isWanted: isOpen });
  const choices: PathChoice[] = [
    ...completion.variables.map(({ name }) => ({ kind: 'variable' as const, name })),
    ...completion.folders.map(({ name }) => ({ kind: 'folder' as const, name })),
  ];
  const { typed, part, braceStart } = splitAtCaret(value, caret);
  // The first is chosen once something was typed that it completes.
  const isWhole = choices.some(({ name }) => name === part);
  const first = choices.length > 0 && !isWhole && (part !== '' || braceStart !== null) ? 0 : -1;
  const [chosen, setChosen] = useState({ typed: '', index: -1 });
  const active = chosen.typed === typed && chosen.index < choices.length ? chosen.index : first;

  useImperativeHandle(ref, () => ({
    focus: () => {
      wantedCaret.current = input.current?.value.length ?? 0;
      input.current?.focus();
      // What is offered comes with the first letter: the page, brought here by a gesture, is read first.
      combobox.closeDropdown();
      moveCaret();
    },
  }));
  const moveCaret = () => {
    const wanted = wantedCaret.current;
    if (wanted === null || !input.current) return;
    wantedCaret.current = null;
    input.current.setSelectionRange(wanted, wanted);
    input.current.scrollLeft = input.current.scrollWidth;
    setCaret(wanted);
  };
  // Once the completed path stands in the field.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of the path
  useLayoutEffect(moveCaret, [value]);

  const complete = (choice: PathChoice | undefined) => {
    if (!choice) return;
    const done = completeTyped(value, caret, choice);
    wantedCaret.current = done.caret;
    onChange(done.path);
    if (done.path === value) moveCaret();
  };
  const step = (by: 1 | -1) => {
    combobox.openDropdown();
    const count = choices.length;
    if (count === 0) return;
    const from = active < 0 && by < 0 ? 0 : active;
    setChosen({ typed, index: (from + by + count) % count });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const isChoosing = isOpen && active >= 0;
    if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && isChoosing)
      complete(choices[active]);
    else if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      combobox.closeDropdown();
    } else return;
    event.preventDefault();
  };
  const optionId = (index: number) => `${listId}-${index}`;
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(index) => complete(choices[Number(index)])}
      width={isPhone ? 'target' : 440}
      position="bottom-start"
      shadow="md"
      offset={4}
    >
      <Combobox.Target withAriaAttributes={false} withKeyboardNavigation={false}>
        <TextInput
          ref={input}
          className={className}
          classNames={{ input: styles.input }}
          label={label}
          description={description}
          placeholder={placeholder}
          error={error}
          value={value}
          maxLength={2000}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          role="combobox"
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-expanded={isOpen}
          aria-controls={isOpen ? listId : undefined}
          aria-activedescendant={isOpen && active >= 0 ? optionId(active) : undefined}
          onChange={(event) => {
            setCaret(event.currentTarget.selectionStart ?? event.currentTarget.value.length);
            onChange(event.currentTarget.value);
            combobox.openDropdown();
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => {
            combobox.closeDropdown();
            const clean = cleanPath(value);
            if (clean !== value) onChange(clean);
          }}
          onKeyDown={onKeyDown}
        />
      </Combobox.Target>
      <Combobox.Dropdown className={styles.dropdown}>
        <PathOptions
          completion={completion}
          listId={listId}
          label={label}
          optionId={optionId}
          active={active}
          typed={typed}
          part={part}
        />
      </Combobox.Dropdown>
      <VisuallyHidden role="status">
        {isOpen && completion.isKnown && t('rules.complete.offered', { count: choices.length })}
      </VisuallyHidden>
    </Combobox>
  );
}
