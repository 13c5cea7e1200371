export const problemWords = {
  offline: {
    title: 'Kiku cannot be reached.',
    remedy: 'Check that it is running and that you are connected, then try again.',
  },
  signedOut: { title: 'You are signed out.', remedy: 'Sign in again; what you wrote is kept.' },
  notFound: { title: 'This is not here any more, or not for you.' },
  unreadable: (status: number) => ({
    title: 'Kiku gave an answer that this page cannot read.',
    remedy: `Reload the page; if that does not help, tell whoever runs Kiku${status === 0 ? '' : ` (status ${status})`}.`,
  }),
}
