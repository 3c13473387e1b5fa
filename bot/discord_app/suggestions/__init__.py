"""What members and moderators press about suggestions of encouragements."""
