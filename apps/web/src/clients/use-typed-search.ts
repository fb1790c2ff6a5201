import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';

const quietMs = 220;

/**
 * What is typed in a search field, told to the address once the typing pauses. When the address changes by itself (back, a link),
 * the field follows it.
 */
export function useTypedSearch(
  address: string,
  tell: (text: string) => void,
): [typed: string, type: (text: string) => void] {
  const [typed, setTyped] = useState(address);
  const told = useRef(address);
  const tellLater = useDebouncedCallback((text: string) => {
    told.current = text.trim();
    tell(told.current);
  }, quietMs);
  useEffect(() => {
    if (address === told.current) return;
    told.current = address;
    setTyped(address);
  }, [address]);
  const type = (text: string) => {
    setTyped(text);
    tellLater(text);
  };
  return [typed, type];
}
