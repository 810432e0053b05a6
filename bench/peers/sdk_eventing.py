"""Is a command on Splunk's SDK for Python that takes all events and adds one field."""

import sys

from splunklib.searchcommands import Configuration, EventingCommand, dispatch


@Configuration()
class AddField(EventingCommand):
    def transform(self, records):
        for record in records:
            record["added"] = "1"
            yield record


dispatch(AddField, sys.argv, sys.stdin, sys.stdout, __name__)
