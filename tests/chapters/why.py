"""Why descend?"""
