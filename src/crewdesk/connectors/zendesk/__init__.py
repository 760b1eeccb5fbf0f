"""A whole account of a helpdesk that speaks the dialect of `/api/v2`: Zendesk, or another Crewdesk."""
