function setCurrent(link, isCurrent) {
  if (isCurrent) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
}

/** The admin's menu with the app's links; on a narrow window it folds behind a button. */
export function createMenu(config, { leave, navigate }) {
  const menu = document.getElementById("menu");
  const button = document.getElementById("menu-button");
  const appLink = document.getElementById("app-link");
  const appMenu = document.getElementById("app-menu");
  let path = new URL(location.href).pathname.slice(config.appBase.length);

  function fold(isOpen) {
    menu.classList.toggle("open", isOpen);
    button.setAttribute("aria-expanded", String(isOpen));
  }
  button.addEventListener("click", () => fold(!menu.classList.contains("open")));
  menu.addEventListener("keydown", (key) => {
    if (key.key !== "Escape" || !menu.classList.contains("open")) return;
    fold(false);
    button.focus();
  });

  function follow(link, act) {
    link.addEventListener("click", (click) => {
      if (click.ctrlKey || click.metaKey || click.shiftKey) return;
      click.preventDefault();
      fold(false);
      leave(act);
    });
  }

  for (const link of menu.querySelectorAll("[data-page]")) {
    link.href = `/store/${config.store}${link.dataset.page === "/" ? "" : link.dataset.page}`;
    if (!config.appSource && `/${config.page.split("/")[1]}` === link.dataset.page) setCurrent(link, true);
    follow(link, () => location.assign(link.href));
  }
  appLink.href = config.appBase;
  let homeHref;
  follow(appLink, () => (homeHref && config.appSource ? navigate(homeHref) : location.assign(config.appBase)));

  function mark() {
    const links = [...appMenu.querySelectorAll("a")];
    const current = links.filter((link) => path === link.dataset.href || path.startsWith(`${link.dataset.href}/`))
      .sort((a, b) => b.dataset.href.length - a.dataset.href.length)[0];
    for (const link of links) setCurrent(link, link === current);
    setCurrent(appLink, Boolean(config.appSource) && !current);
  }

  return {
    showLinks(links) {
      homeHref = links.find(({ rel }) => rel === "home")?.href;
      appMenu.replaceChildren(...links.filter(({ rel }) => rel !== "home").map(({ href, text }) => {
        const item = document.createElement("li");
        const link = Object.assign(document.createElement("a"), { href: config.appBase + href, textContent: text });
        link.dataset.href = href;
        follow(link, () => navigate(href));
        item.append(link);
        return item;
      }));
      mark();
    },
    showPath(fullPath) {
      const { pathname, searchParams } = new URL(fullPath, location.origin);
      for (const name of ["embedded", "shop", "host", "locale", "id_token", "session", "hmac", "timestamp"]) searchParams.delete(name);
      path = pathname;
      history.replaceState(null, "", config.appBase + pathname + (searchParams.size > 0 ? `?${searchParams}` : ""));
      mark();
    },
  };
}
