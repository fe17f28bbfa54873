// What is wider than the page can be scrolled with the keyboard too.
for (const each of document.querySelectorAll("pre, .table-wrapper")) {
  if (each.scrollWidth > each.clientWidth) each.tabIndex = 0;
}
// Two parts of the page are asides: this one says which it is.
const contents = document.querySelector(".toc-drawer");
const title = contents?.querySelector(".toc-title");
if (title) contents.setAttribute("aria-label", title.textContent.trim());
