import { useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import { useFirmId } from '../api/firm.ts';

interface ApplicationLinkProps {
  /** What follows `/applications` in its address. */
  readonly page: string;
  readonly title?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A link to a page of the applications, which opens in another tab as links do. */
export function ApplicationLink({ page, children, ...props }: ApplicationLinkProps) {
  const { history } = useRouter();
  const href = `/cabinets/${useFirmId()}/applications${page}`;
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.push(href);
  };
  return (
    <a href={href} onClick={follow} {...props}>
      {children}
    </a>
  );
}
