"""The register's rows taken over into the rooms: what is there already, what is new, what differs."""
