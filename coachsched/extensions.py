"""Flask extensions, bound to the app in create_app."""

from __future__ import annotations

from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

login_manager = LoginManager()
migrate = Migrate(directory="coachsched/migrations", compare_type=True)
csrf = CSRFProtect()
