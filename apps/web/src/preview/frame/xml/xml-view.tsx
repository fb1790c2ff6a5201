import { useEffect, useState } from 'react';
import { FileHeading } from '../file-heading.tsx';
import { tellFailure, useFrame } from '../frame-context.ts';
import { ViewTabs } from '../tabs.tsx';
import { TextPage } from '../text/text-page.tsx';
import type { XmlReading } from '../workers/xml-worker.ts';
import { InvoicePage } from './invoice-page.tsx';
import { readXmlAway } from './read-xml-away.ts';

/** An XML: the invoice that it is, with its source behind; else its source, indented. */
export function XmlView({ bytes }: { bytes: ArrayBuffer }) {
  const { channel, words } = useFrame();
  const [reading, setReading] = useState<XmlReading | null>(null);
  const [tab, setTab] = useState<'invoice' | 'xml'>('invoice');
  useEffect(() => {
    readXmlAway(channel, bytes).then(setReading, (error) => tellFailure(channel, error));
  }, [bytes, channel]);
  if (reading === null) return null;
  const { invoice, xml, problem } = reading;
  const source = (
    <TextPage
      text={xml.text}
      isBelowTabs={invoice !== null}
      note={problem === null ? (xml.isCut ? words.start : null) : words.unread[problem]}
    />
  );
  if (invoice === null)
    return (
      <>
        <FileHeading />
        {source}
      </>
    );
  return (
    <>
      <ViewTabs
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'invoice', label: words.tabs.invoice },
          { value: 'xml', label: words.tabs.xml },
        ]}
      />
      {tab === 'invoice' ? <InvoicePage invoice={invoice} /> : source}
    </>
  );
}
