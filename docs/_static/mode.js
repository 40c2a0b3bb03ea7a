// The mode that the reader chose, before anything is shown. (Furo has this line in each page.)
document.body.dataset.theme = localStorage.getItem("theme") || "auto";
