// The Facebook look-alike: a feed, /groups/NAME with its header, the dialog that creates a post, comments and replies. ?locale=de_DE for German labels.
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { Icon } from '../shared/icons.jsx';
import { Avatar, PEOPLE } from '../shared/people.jsx';
import { PostDialog } from './dialog.jsx';
import { FeedPost, Opener } from './feed.jsx';
import { Market } from './market.jsx';
import { Chat } from './messenger.jsx';
import { Story } from './story.jsx';
import { FEED, GROUPS, SHORTCUTS, WORDS } from './words.js';
import { parameter } from '../shared/site.js';
import css from './facebook.module.css';

document.documentElement.lang = WORDS.lang;

const here = location.pathname.match(/^\/groups\/([^/]+)/)?.[1];
const group = GROUPS[here];

function GroupHeader() {
  return (
    <section className={`${css.card} ${css.group}`}>
      <h1><a href={`/groups/${here}/`}>{group.name}</a></h1>
      <span><Icon name="people" size={12} /> <a href={`/groups/${here}/members/`}>{group.members} {WORDS.members}</a></span>
    </section>
  );
}

function App() {
  const [posts, setPosts] = useState(FEED);
  const [writing, setWriting] = useState(false);
  const published = (sent) => {
    setPosts((all) => [{ id: `new${all.length}`, who: 'claire', when: WORDS.now, likes: 0, comments: [], ...sent }, ...all]);
    setWriting(false);
  };
  return (
    <>
      <TopBar />
      <div className={css.columns}>
        <nav className={css.left}>
          <span><Avatar who="claire" size={36} /> {PEOPLE.claire.name}</span>
          {SHORTCUTS.map(([icon, label]) => <span key={icon}><i><Icon name={icon} size={26} /></i> {label}</span>)}
        </nav>
        <main role="main" className={css.feed}>
          {group && <GroupHeader />}
          <Opener onOpen={() => setWriting(true)} />
          {posts.map((post) => <FeedPost key={post.id} post={post} />)}
        </main>
        <aside className={css.right}>
          <h3>{WORDS.contacts}</h3>
          {['hugo', 'ines', 'samir', 'pauline'].map((who) => <span key={who}><Avatar who={who} size={36} /> {PEOPLE[who].name}</span>)}
        </aside>
      </div>
      {writing && createPortal(<PostDialog group={group} onClose={() => setWriting(false)} onPosted={published} />, document.body)}
    </>
  );
}

function TopBar() {
  return (
    <div role="banner" className={css.top}>
      <div className={css.mark} aria-hidden="true" />
      <div className={css.search}><Icon name="search" size={18} /> {WORDS.search}</div>
      <div className={css.places}>
        {['home', 'people', 'camera', 'flag', 'calendar'].map((icon, index) => <span key={icon} className={index ? undefined : css.here}><Icon name={icon} size={26} /></span>)}
      </div>
      <div className={css.corner}><i><Icon name="mail" size={20} /></i><i><Icon name="bell" size={20} /></i><Avatar who="claire" /></div>
    </div>
  );
}

/** The pages that are no feed. */
function pageHere() {
  if (location.hostname.endsWith('messenger.com') || location.pathname.startsWith('/messages')) return <Chat who="ines" />;
  if (location.pathname.startsWith('/stories/create')) return <Story />;
  return location.pathname.startsWith('/marketplace') ? <Market /> : null;
}

const page = pageHere();
createRoot(document.getElementById('mount_0_0')).render(
  page ? <><TopBar />{page}</> : <><App />{parameter('chat', '') && <Chat who="ines" windowed />}</>,
);
