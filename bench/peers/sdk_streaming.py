"""Is a command on Splunk's SDK for Python that streams and adds one field."""

import sys

from splunklib.searchcommands import Configuration, StreamingCommand, dispatch


@Configuration()
class AddField(StreamingCommand):
    def stream(self, records):
        for record in records:
            record["added"] = "1"
            yield record


dispatch(AddField, sys.argv, sys.stdin, sys.stdout, __name__)
