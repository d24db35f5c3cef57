"""
The texts of notifications, as Go templates.

Each carries an alert's summary and description, and its links to the runbook and the
dashboard. Names begin with ``pharos.``, so that Alertmanager's own stay as they are.
"""

import re
from collections.abc import Mapping

FOLDER = "templates"

_COMMON = """\
{{ define "pharos.severity" -}}
{{ with .CommonLabels.severity }}{{ . }}{{ else }}warning{{ end }}
{{- end }}

{{ define "pharos.title" -}}
[{{ if eq .Status "resolved" }}RESOLVED{{ else }}
{{- template "pharos.label" . }}{{ end }}] {{ if eq (len .Alerts) 1 -}}
{{ template "pharos.summary" (index .Alerts 0) }}
{{- else -}}
{{ with .CommonLabels.alertname }}{{ . }}{{ else }}Alerts{{ end }}:
{{- " " }}{{ len .Alerts.Firing }} firing
{{- with len .Alerts.Resolved }}, {{ . }} resolved{{ end }}
{{- end }}
{{- with .CommonLabels.environment }} ({{ . }}){{ end }}
{{- end }}

{{ define "pharos.summary" -}}
{{ with .Annotations.summary }}{{ . }}{{ else }}{{ .Labels.alertname }}{{ end }}
{{- end }}

{{ define "pharos.label" -}}
{{ with .CommonLabels.severity }}{{ toUpper . }}{{ else }}FIRING{{ end }}
{{- end }}

{{ define "pharos.color" -}}
{{ if eq .Status "resolved" }}#15803d
{{- else if eq .CommonLabels.severity "critical" }}#b91c1c
{{- else if eq .CommonLabels.severity "info" }}#1d4ed8
{{- else }}#b45309{{ end }}
{{- end }}

{{ define "pharos.link" -}}
{{ with .CommonAnnotations.dashboard_url }}{{ . }}{{ else }}{{ .ExternalURL }}{{ end }}
{{- end }}
"""

_SLACK = """\
{{ define "pharos.slack.escape" -}}
{{ . | reReplaceAll "&" "&amp;" | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;" }}
{{- end }}

{{ define "pharos.slack" -}}
{{ range .Alerts -}}
*{{ with .Annotations.summary }}{{ template "pharos.slack.escape" . }}{{ else }}
{{- .Labels.alertname }}{{ end }}*
{{- if eq .Status "resolved" }} (resolved){{ end }}
{{ with .Annotations.description }}{{ template "pharos.slack.escape" . }}
{{ end -}}
{{ with .Annotations.runbook_url }}<{{ . }}|Runbook>  {{ end -}}
{{ with .Annotations.dashboard_url }}<{{ . }}|Dashboard>  {{ end -}}
{{ with .GeneratorURL }}<{{ . }}|Query>{{ end }}

{{ end -}}
<{{ .ExternalURL }}|Alertmanager>
{{- end }}
"""

_MAIL = """\
{{ define "pharos.text" -}}
{{ range .Alerts -}}
{{ toUpper .Status }}: {{ template "pharos.summary" . }}
{{ with .Annotations.description }}{{ . }}
{{ end -}}
{{ with .Annotations.runbook_url }}Runbook:   {{ . }}
{{ end -}}
{{ with .Annotations.dashboard_url }}Dashboard: {{ . }}
{{ end -}}
{{ with .GeneratorURL }}Query:     {{ . }}
{{ end -}}
Since:     {{ .StartsAt.UTC.Format "2006-01-02 15:04:05 UTC" }}
{{- if eq .Status "resolved" }}
Until:     {{ .EndsAt.UTC.Format "2006-01-02 15:04:05 UTC" }}
{{- end }}
Labels:    {{ range .Labels.SortedPairs }}{{ .Name }}={{ .Value }} {{ end }}

{{ end -}}
Alertmanager: {{ .ExternalURL }}
{{ end }}

{{ define "pharos.html" -}}
<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<title>{{ template "pharos.title" . }}</title></head>
<body style="font-family: system-ui, sans-serif; color: #0f172a; margin: 1.5em">
<h2 style="border-left: .4em solid {{ template "pharos.color" . }}; padding-left: .6em">
{{- template "pharos.title" . }}</h2>
{{ range .Alerts -}}
<div style="border-top: 1px solid #cbd5e1; padding: .6em 0">
<p><b>{{ template "pharos.summary" . }}</b>
{{- if eq .Status "resolved" }} (resolved){{ end }}</p>
{{ with .Annotations.description }}<p>{{ . }}</p>{{ end }}
<p>
{{ with .Annotations.runbook_url }}<a href="{{ . }}">Runbook</a> &nbsp; {{ end }}
{{ with .Annotations.dashboard_url }}<a href="{{ . }}">Dashboard</a> &nbsp; {{ end }}
{{ with .GeneratorURL }}<a href="{{ . }}">Query</a>{{ end }}
</p>
<p style="color: #475569; font-size: .85em">
Since {{ .StartsAt.UTC.Format "2006-01-02 15:04:05 UTC" }}
{{- if eq .Status "resolved" }}
until {{ .EndsAt.UTC.Format "2006-01-02 15:04:05 UTC" }}{{ end }}<br>
{{ range .Labels.SortedPairs }}{{ .Name }}={{ .Value }} {{ end }}</p>
</div>
{{ end -}}
<p><a href="{{ .ExternalURL }}">Alertmanager</a></p>
</body></html>
{{ end }}
"""

FILES: Mapping[str, str] = {
    "common.tmpl": _COMMON,
    "mail.tmpl": _MAIL,
    "slack.tmpl": _SLACK,
}
# These take one alert or one text; the others use them.
_PARTS = ("pharos.summary", "pharos.slack.escape")
_DEFINE = re.compile(r'{{-? *define "([^"]+)"')


def names(text: str) -> tuple[str, ...]:
    """Return the templates that *text* defines."""
    return tuple(_DEFINE.findall(text))


def rendering(text: str) -> str:
    """Return *text* followed by a use of each template in it, to see them all work."""
    uses = [name for name in names(text) if name not in _PARTS]
    return text + "".join(f'{{{{ template "{name}" . }}}}' for name in uses)
