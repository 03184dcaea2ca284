"""Pages for people: rendered here, brought to life by the small modules in static/. Whatever changes goes over /v1/."""

from service.pages.render import error_page
from service.pages.routes import router

__all__ = ["error_page", "router"]
