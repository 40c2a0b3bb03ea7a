"""A window around WebKit, as narrow as a phone, that lets itself be driven and printed.

For the system's own Python, which alone has GTK (packages gir1.2-webkit2-4.1 and python3-gi): MiniBrowser,
which comes with the driver, is never narrower than 447 px and asks before it prints.
"""

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2

VERSION = (
    WebKit2.get_major_version(),
    WebKit2.get_minor_version(),
    WebKit2.get_micro_version(),
)
MARGIN = 15  # mm, as in __init__.py


def main():
    context = WebKit2.WebContext.get_default()
    context.set_automation_allowed(True)
    context.connect("automation-started", start)
    Gtk.main()


def start(context, session):
    about = WebKit2.ApplicationInfo()
    about.set_name("MiniBrowser")  # another name is not what the driver asks for
    about.set_version(*VERSION)
    session.set_application_info(about)
    session.connect("create-web-view", lambda *_: show(context))


def show(context):
    settings = WebKit2.Settings(enable_write_console_messages_to_stdout=True)
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True, settings=settings)
    pages = view.get_user_content_manager()
    pages.connect("script-message-received::print", lambda _, said: to_pdf(view, said))
    pages.register_script_message_handler("print")
    window = Gtk.Window()
    window.add(view)
    window.show_all()
    return view


def to_pdf(view, said):
    """Print what is shown into the file that the page names, and tell the page when it is there."""
    settings = Gtk.PrintSettings()
    settings.set_printer("Print to File")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, said.get_js_value().to_string())
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
    sheet = Gtk.PageSetup()
    sheet.set_paper_size(Gtk.PaperSize.new("iso_a4"))
    for side in ("top", "bottom", "left", "right"):
        getattr(sheet, f"set_{side}_margin")(MARGIN, Gtk.Unit.MM)
    view.printing = WebKit2.PrintOperation(web_view=view, print_settings=settings, page_setup=sheet)
    view.printing.connect("finished", lambda _: view.run_javascript("printed()"))
    view.printing.print_()


if __name__ == "__main__":
    main()
