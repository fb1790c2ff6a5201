import { Button, Modal, Textarea } from '@mantine/core';
import { routes } from '@navette/api';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useTell } from '../documents/use-tell.ts';
import page from '../frame/page.module.css';

const shortest = 3;

/** How somebody who may not add an application asks for one, in his own words. */
export function RequestButton() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('applications.requests.ask')}</Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t('applications.requests.title')}
        closeButtonProps={{ 'aria-label': t('general.close') }}
      >
        <RequestForm onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function RequestForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const tell = useTell();
  const [text, setText] = useState('');
  const [isTooShort, setTooShort] = useState(false);
  const asking = useMutation({
    mutationFn: () => api.call(routes.requestApplication, { params: { firm }, body: { text: text.trim() } }),
    onSuccess: () => {
      tell.done(t('applications.done.requested'));
      onClose();
    },
  });
  return (
    <form
      className={page.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const isShort = text.trim().length < shortest;
        setTooShort(isShort);
        if (!isShort) asking.mutate();
      }}
    >
      <p className={page.note}>{t('applications.requests.help')}</p>
      <Textarea
        data-autofocus
        required
        autosize
        minRows={3}
        maxRows={8}
        maxLength={1000}
        label={t('applications.requests.text')}
        placeholder={t('applications.requests.example')}
        value={text}
        error={isTooShort && t('applications.requests.missing')}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setTooShort(false);
        }}
      />
      {asking.error && <ProblemNote error={asking.error} />}
      <div className={page.actions}>
        <Button onClick={onClose}>{t('general.cancel')}</Button>
        <Button type="submit" variant="filled" loading={asking.isPending}>
          {t('applications.requests.submit')}
        </Button>
      </div>
    </form>
  );
}
