import { createElement as h, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Link, Navigate, Route, Routes } from 'react-router';

const basename = location.pathname.split('/').slice(0, 3).join('/');

const Page = ({ title }) => {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return h('h1', null, title);
};

createRoot(document.getElementById('app')).render(
  h(
    BrowserRouter,
    { basename },
    h(Link, { id: 'about', to: '/about' }, 'About'),
    h(Link, { id: 'moved', to: '/old' }, 'Moved'),
    h(
      Routes,
      null,
      h(Route, { path: '/', element: h(Page, { title: 'Home' }) }),
      h(Route, { path: '/about', element: h(Page, { title: 'About' }) }),
      h(Route, { path: '/old', element: h(Navigate, { to: '/new', replace: true }) }),
      h(Route, { path: '/new', element: h(Page, { title: 'New place' }) }),
    ),
  ),
);
