"""Reads tickets: lists, searches, counts and figures. Changes nothing."""
