// The columns left and right of the timeline.
import { Icon } from '../shared/icons.jsx';
import { Avatar, PEOPLE } from '../shared/people.jsx';
import { TRENDS } from './words.js';
import css from './x.module.css';

const PLACES = [['home', 'Accueil'], ['search', 'Explorer'], ['bell', 'Notifications'], ['mail', 'Messages'], ['bookmark', 'Signets'],
  ['person', 'Profil'], ['more', 'Plus']];

export function LeftColumn({ onHome, onCompose }) {
  return (
    <header role="banner" className={css.left}>
      <nav role="navigation">
        <div className={css.mark} aria-hidden="true" />
        {PLACES.map(([icon, label], index) => (
          <button key={icon} type="button" className={index ? css.place : css.placeHere} onClick={index ? undefined : onHome}>
            <Icon name={icon} size={26} /> <span>{label}</span>
          </button>
        ))}
        <button type="button" data-testid="SideNav_NewTweet_Button" className={css.newPost} onClick={onCompose}>Poster</button>
      </nav>
      <div className={css.account}>
        <Avatar who="claire" />
        <div><b>{PEOPLE.claire.name}</b><span>@{PEOPLE.claire.handle}</span></div>
        <Icon name="more" size={18} />
      </div>
    </header>
  );
}

export function RightColumn() {
  return (
    <aside data-testid="sidebarColumn" className={css.right}>
      <div className={css.search}><Icon name="search" size={18} /> <span>Chercher</span></div>
      <section className={css.box}>
        <h2>Tendances pour vous</h2>
        {TRENDS.map(([place, name, count]) => (
          <div key={name} className={css.trend}><span>{place}</span><b>{name}</b><span>{count}</span></div>
        ))}
      </section>
      <section className={css.box}>
        <h2>Suggestions</h2>
        {['pauline', 'samir'].map((who) => (
          <div key={who} className={css.suggestion}>
            <Avatar who={who} />
            <div><b>{PEOPLE[who].name}</b><span>@{PEOPLE[who].handle}</span></div>
            <button type="button">Suivre</button>
          </div>
        ))}
      </section>
    </aside>
  );
}
