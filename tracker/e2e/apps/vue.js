import { createApp } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';

const base = location.pathname.split('/').slice(0, 3).join('/');
const page = (title) => ({ template: `<h1>${title}</h1>` });

const router = createRouter({
  history: createWebHistory(base),
  routes: [
    { path: '/', component: page('Home'), meta: { title: 'Home' } },
    { path: '/about', component: page('About'), meta: { title: 'About' } },
    { path: '/old', redirect: '/new' },
    { path: '/new', component: page('New place'), meta: { title: 'New place' } },
  ],
});
router.afterEach(({ meta }) => {
  document.title = meta.title;
});

createApp({
  template: `<router-link id="about" to="/about">About</router-link>
    <router-link id="moved" to="/old">Moved</router-link><router-view />`,
})
  .use(router)
  .mount('#app');
