import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useFirmId } from '../api/firm.ts';

/** @returns what goes to a page of the applications, named by what follows `/applications` in its address */
export function useGoTo(): (page: string) => void {
  const firm = useFirmId();
  const { history } = useRouter();
  return useCallback((page) => history.push(`/cabinets/${firm}/applications${page}`), [firm, history]);
}
